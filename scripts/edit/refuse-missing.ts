/**
 * The refusal of a call that leaves out what a command needs, with a sentence for each; undefined if it leaves out
 * nothing.
 */
export function refuseMissing([first, ...more]: readonly string[]): readonly [string, ...string[]] | undefined {
  return first === undefined ? undefined : [first, ...more];
}
