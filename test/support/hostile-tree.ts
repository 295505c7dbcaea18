import { packageJson, treeOf } from "./trees.ts";

/** Texts that try to be code, tags or markup. */
export const hostile = [
  `quotes " ' and \\ back-slashes`,
  "back-ticks ` and ${process.exit(1)} holes",
  "comment ends */ and /* begins",
  "</script><!-- markup -->",
  "line\u2028and paragraph\u2029separators",
  "\u202eright to left\u202c and \u2066isolated\u2069",
  "emoji 👩‍🚀 and ünïcode",
  "@deprecated at the start of a line",
  "__proto__ constructor toString",
];
const quoted = (text: string) =>
  JSON.stringify(text).replace(/[\u2028-\u202e\u2066-\u2069]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16)}`);
/** Ids that try the same. */
export const ids = ['it"s', "it's", "`${id}`", "*/", "</script>", "🚀", "__proto__", "constructor", "\\u0041", "ünï"];
/** An instance with these texts everywhere. */
export const hostileTree = treeOf({
  "package.json": packageJson({ scopes: { user: {} }, outputs: ["openfeature", "ofrep", "flagd", "manifest", "lite"] }),
  ...Object.fromEntries(
    hostile.map((text, index) => [
      `flags/flag_${index}.yaml`,
      `flag: flag_${index}\ndescription: ${quoted(`${text} in a description`)}\nowner: ${quoted(text)}\nscope: user\npermanent: ${quoted(text)}\ndeprecated: ${quoted(text)}\ndefault: false\nenabled:\n  user: [${ids.map(quoted).join(", ")}]\n`,
    ]),
  ),
  "flags/constructor.yaml":
    "flag: constructor\ndescription: A flag with an awkward name.\nowner: me\nscope: user\npermanent: It is for a test.\ndefault: true\n",
  "groups/valueof.yaml":
    'groups: valueof\ndescription: A group with an awkward name.\nowner: me\nscope: user\nmembers: { constructor: ["toString"] }\n',
});
