import type { MergeTime } from "../history/merge-times.ts";
import type { Progress } from "../model/progress.ts";
import type { Instant } from "../model/time.ts";

/** What a command line says, once it is read: an option means the same in every command that takes it. */
export interface Input {
  /** The words that are no options, in their order. */
  readonly operands: readonly string[];
  /** The instant to judge for; undefined is today. */
  readonly asOf?: Instant | undefined;
  /** The instant to answer for; undefined is now. */
  readonly at?: Instant | undefined;
  readonly environment?: string;
  readonly allowExpired?: boolean;
  /** The branch or commit that a change is compared with. */
  readonly base?: string;
  /** When commits were merged, as the host of the repository says. */
  readonly mergedAt?: readonly MergeTime[];
  /** Whether only what the change brought is reported. */
  readonly newOnly?: boolean;
  /** How the output is written, where a command has several ways. */
  readonly format?: string;
  /** How many commits are told at most. */
  readonly limit?: number;
  /** The instant before which nothing is told. */
  readonly since?: Instant;
  readonly verify?: boolean;
  readonly out?: string;
  /** The file to write to. */
  readonly write?: string;
  /** Whether a change is only shown. */
  readonly dryRun?: boolean;
  /** Whether a change is made without a question, at a terminal too. */
  readonly yes?: boolean;
  /** The first day or instant of what is written, as a date. */
  readonly from?: string;
  /** Its last day, or the first instant after it, as a date; `none` takes an end away. */
  readonly until?: string;
  readonly reason?: string;
  /** What a rollout or a release goes by: a scope, a group set. */
  readonly by?: string;
  /** The scope that is meant. */
  readonly scope?: string;
  readonly owner?: string;
  readonly description?: string;
  /** The end of a new flag, as a date. */
  readonly expires?: string;
  /** Why a new flag has none. */
  readonly permanent?: string;
  /** Whether a new flag is the same for everyone. */
  readonly global?: boolean;
  /** What everyone else gets: a value of a flag, a group of a set. */
  readonly default?: string;
  /** Names with commas between: variants of a flag, groups of a set, groups that are told. */
  readonly variants?: string;
  /** What each variant of a new flag stands for: `small=10,large=100`, or a JSON object. */
  readonly values?: string;
  readonly groups?: string;
  readonly told?: string;
  /** The version of all stages of a new release. */
  readonly serving?: string;
  /** Whether a former id still means its customer. */
  readonly alias?: boolean;
  /** Which of two customers who become one counts where they contradict each other: `old` or `new`. */
  readonly prefer?: string;
  /** Whether two customers may become one. */
  readonly merge?: boolean;
  /** Tells whether somebody sits at a terminal who is asked before anything is written. */
  readonly canAsk?: () => boolean;
  /** Whether a customer keeps what a rollout gave. */
  readonly keepRollout?: boolean;
  /** What becomes of an id within texts: `remove` or `keep`. */
  readonly texts?: string;
  /** The file to read ids from; `-` for standard input. */
  readonly idsFrom?: string;
  /** The stage that a version comes to, or of `rollback` the version that stages go back to. */
  readonly to?: string;
  /** Why a policy of the gate is waived, and who allows it. */
  readonly waive?: string;
  readonly approvedBy?: string;
  /** The stage that goes back, or whether all do, and why what they leave is blocked. */
  readonly stage?: string;
  readonly all?: boolean;
  readonly block?: string;
  /** Where in other people's files their settings stand, as a JSON pointer. */
  readonly pointer?: string;
  /** Whether what can be done is done though something else cannot. */
  readonly keepGoing?: boolean;
  /** A setting that is looked for, and a flag without one. */
  readonly set?: string;
  readonly missing?: string;
  /** The privilege that a flag becomes. */
  readonly privilege?: string;
  /** The last day of a frozen list, as it is written. */
  readonly sunset?: string;
  /** Whether a command only reports what it would come to. */
  readonly estimate?: boolean;
  /** What became of a name that is retired. */
  readonly outcome?: string;
  /** What all get from now on, as it is written. */
  readonly answer?: string;
  /** The file of the customers who keep what they have; `-` for standard input. */
  readonly keepExisting?: string;
  /** How many lines of a diff are shown at most, for whoever sits at a terminal; undefined is all. */
  readonly mostLines?: number;
  /** Whether the output may have colours. */
  readonly colour: boolean;
  /** Who hears how the work gets on; undefined is nobody. */
  readonly progress?: Progress;
}
