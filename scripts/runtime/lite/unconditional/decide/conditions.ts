// Without conditions in the data, nothing asks whether one holds, and all that reads what callers tell is left out.

export function meets(): undefined {}

export function textPosition(): undefined {}

export function toldPosition(): undefined {}
