import type { Progress } from "../model/progress.ts";
import type { Option, OptionName, options } from "./options.ts";

type CamelCase<Words extends string> = Words extends `${infer First}-${infer Rest}`
  ? `${First}${Capitalize<CamelCase<Rest>>}`
  : Words;

type LongName<Flags extends string> = Flags extends `--${"no-" | ""}${infer Name} <${string}`
  ? Name
  : LongSwitch<Flags>;
type LongSwitch<Flags extends string> = Flags extends `--no-${infer Name}`
  ? Name
  : Flags extends `--${infer Name}`
    ? Name
    : never;

/** The name that the parser gives the value of an option: that of `--dry-run` is `dryRun`, that of `--no-alias` is `alias`. */
export type KeyOf<Name extends OptionName> = CamelCase<LongName<(typeof options)[Name]["flags"]>>;

type ValueOf<Each extends Option> = Each extends { read: (text: string, today: number) => infer Value }
  ? Each extends { many: true }
    ? readonly NonNullable<Value>[]
    : NonNullable<Value>
  : Each["flags"] extends `${string}<${string}`
    ? string
    : boolean;

/** The values of all options, as the parser hands them over; those that were not given are missing. */
export type OptionValues = {
  readonly [Name in OptionName as KeyOf<Name>]?: ValueOf<(typeof options)[Name]>;
};

/** Everything that a command may read of its call. Each command declares the part that it does read. */
export interface Input extends OptionValues {
  /** The words that are not options, in order. */
  readonly operands: readonly string[];
  /** Whether the output may have colours. */
  readonly colour: boolean;
  /** How many lines of a diff to show at most; undefined is all. */
  readonly mostLines?: number;
  /** Whether someone at a terminal can be asked before anything is written. */
  readonly canAsk?: () => boolean;
  /** Is notified of the stages of the work. */
  readonly progress?: Progress;
}
