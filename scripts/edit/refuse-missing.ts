/** That a call leaves out what a command needs: all of it at once, a sentence each; undefined where it leaves out nothing. */
export function refuseMissing([first, ...more]: readonly string[]): readonly [string, ...string[]] | undefined {
  return first === undefined ? undefined : [first, ...more];
}
