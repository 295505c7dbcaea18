/** A call of a command, as a person types it in a shell; options that are undefined are left out. */
export function callOf(
  command: string,
  operands: readonly string[],
  options: Readonly<Record<string, string | undefined>>,
): string {
  const given = Object.entries(options).flatMap(([name, value]) => (value === undefined ? [] : [`--${name}=${value}`]));
  return ["flagstone", command, ...given, ...operands].map(wordOf).join(" ");
}

function wordOf(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
