/** What a text means where true or false is expected: people write `yes` or `off`, which YAML reads as text. */
export function readBooleanWord(text: string): "true" | "false" | undefined {
  if (/^(?:true|yes|on)$/i.test(text)) return "true";
  return /^(?:false|no|off)$/i.test(text) ? "false" : undefined;
}
