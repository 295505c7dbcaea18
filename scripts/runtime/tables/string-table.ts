/** A list of texts in two arrays, which need no parsing. */
export interface Texts {
  /** Where each text begins; one more than there are texts. */
  readonly starts: Int32Array;
  /** UTF-16 units, so that every text is preserved. */
  readonly units: Uint16Array;
}

export function packTexts(texts: readonly string[]): Texts {
  const starts = new Int32Array(texts.length + 1);
  texts.forEach((text, index) => {
    starts[index + 1] = (starts[index] as number) + text.length;
  });
  const units = new Uint16Array(starts[texts.length] as number);
  texts.forEach((text, index) => {
    const start = starts[index] as number;
    for (let at = 0; at < text.length; at++) units[start + at] = text.charCodeAt(at);
  });
  return { starts, units };
}
