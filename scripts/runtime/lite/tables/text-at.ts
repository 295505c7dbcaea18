/** As lists, texts are shorter in the file. */
export function textAt(texts: readonly string[], index: number): string {
  return texts[index] as string;
}
