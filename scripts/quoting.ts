/** A text as YAML that reads as this text, in the quotes it has now, if any. */
export function writeText(text: string, now = ""): string {
  return /^["']/.test(now) || !/^[a-z_][\w.@/+-]*$/i.test(text) || /^(?:null|true|false)$/i.test(text)
    ? JSON.stringify(text)
    : text;
}
