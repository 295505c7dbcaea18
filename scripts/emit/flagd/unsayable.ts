/** Why names of variants cannot be expressed for flagd, which reads them from escaped JSON. */
export function unsayableNames(names: readonly string[]): readonly string[] {
  const found = names.find((name) => /["\\<>&\u2028\u2029]/.test(name));
  return found === undefined ? [] : [`the variant \`${found}\`, whose name has one of \`< > & " \\\``];
}

/** Why values cannot be expressed for flagd, whose flags have booleans, texts, numbers or objects. */
export function unsayableValues(values: readonly unknown[]): readonly string[] {
  if (values.some((value) => value === null)) return ["the value `null`"];
  return values.some((value) => Array.isArray(value)) ? ["values that are lists"] : [];
}
