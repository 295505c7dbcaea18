/** What the values of an attribute are; `list` is one of texts. */
type AttributeType = "text" | "number" | "version" | "date" | "boolean" | "list";

/** What conditions have to know of whatever they test: an attribute, or a group set. */
export interface Tested {
  /** Of an exclusive set `text`, of others `list`, of a set of one group `boolean`. */
  readonly type: AttributeType;
  /** Whether letter case does not matter in its texts. */
  readonly ignoreCase: boolean;
  /** All texts that it may be, or have; undefined if it may be any. */
  readonly values: readonly string[] | undefined;
}
