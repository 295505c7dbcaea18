import { serialize } from "../bin/serialize.ts";
import { each } from "../bin/without-customers.ts";
import type { BundledValues } from "../declare/payloads.ts";
import { once } from "../declare/unknown-name-error.ts";
import type { Bundle, BundleFlag } from "../shapes/bundle.ts";
import { shapeOf } from "./common-shape.ts";
import type { Json } from "./value-shape.ts";

/** A bundle, or what has one in it. */
type Content = Bundle | { readonly bundle: Bundle };

/** Begins each line of values: no canonical text has one, and the literal of a module keeps it, as it does not line feeds. */
const mark = "\t";

/**
 * The text of a bundle for a module that reads the values of a flag when they are first asked for: they lie after the
 * rest, a flag a line, and the flag has the number of its line. A shape that the values tell is left out.
 */
export function writeValuesApart(content: Content): string {
  const lines: string[] = [];
  const bundle = bundleIn(content);
  const flags = each(bundle.flags, ({ values, shape, ...flag }) => {
    if (values === undefined) return flag;
    const line = JSON.stringify(JSON.parse(serialize(values)));
    const isTold = serialize(commonShape(line)) === serialize(shape ?? {});
    return { ...flag, values: `${lines.push(line) - 1}`, ...(isTold ? {} : { shape }) };
  });
  const rest = { ...bundle, flags };
  return (
    serialize("bundle" in content ? { ...content, bundle: rest } : rest) +
    lines.map((line) => `${mark}${line}\n`).join("")
  );
}

/** Reads such a text, or one of a bundle as it is; what it says of values is read when it is asked for. */
export function readValuesApart<Read extends Content>(text: string): Read {
  const end = text.indexOf(mark);
  if (end < 0) return JSON.parse(text) as Read;
  const content = JSON.parse(text.slice(0, end)) as Read;
  const lines = once(() => text.slice(end + 1).split(mark));
  for (const flag of Object.values(bundleIn(content).flags)) {
    const line: unknown = flag.values;
    // a text: an engine that has seen numbers there makes all flags anew when functions come
    if (typeof line !== "string") continue;
    const values: BundledValues = () => JSON.parse(lines()[Number(line)] as string) as readonly unknown[];
    Object.assign(flag, { values });
  }
  return content;
}

/** The bundle as it is in flags.json, but for customers that it does not have. */
export function withValues(bundle: Bundle): Bundle {
  const flags = each(bundle.flags, (flag): BundleFlag => {
    const values = flag.values as BundledValues | undefined;
    if (typeof values !== "function") return flag;
    const read = values();
    return { ...flag, values: [...read], shape: flag.shape ?? commonShape(JSON.stringify(read)) };
  });
  return { ...bundle, flags };
}

function commonShape(values: string): object {
  const list = JSON.parse(values) as readonly Json[];
  return shapeOf(new Map(list.map((value, index) => [`${index}`, value])));
}

function bundleIn(content: Content): Bundle {
  return "bundle" in content ? content.bundle : content;
}
