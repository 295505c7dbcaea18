/** The types of an attribute's values; `list` is a list of texts. */
type AttributeType = "text" | "number" | "version" | "date" | "boolean" | "list";

/** What conditions need to know about anything that they test: an attribute, or a group set. */
export interface Tested {
  /** For an exclusive set `text`, for others `list`, for a set with a single group `boolean`. */
  readonly type: AttributeType;
  /** Whether letter case does not matter in its texts. */
  readonly ignoreCase: boolean;
  /** All texts that it may be, or contain; undefined if it may be any. */
  readonly values: readonly string[] | undefined;
}
