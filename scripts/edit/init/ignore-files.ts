import { dependenciesOf, foldersAbove, type Project, packageIn } from "./project.ts";

/** Adds what git must know: which files it leaves out, and which it leaves alone; and the same for Prettier. */
export function completeIgnoreFiles(project: Project): void {
  ignore(project);
  attribute(project);
  leaveUnformatted(project);
}

function ignore({ desk, folder }: Project): void {
  const lines = (path: string): readonly string[] => (desk.text(path) ?? "").split(/\r?\n/).map((line) => line.trim());
  const places = [...new Set([`${folder}.gitignore`, ".gitignore"])];
  const has = (pattern: RegExp): boolean => places.some((path) => lines(path).some((line) => pattern.test(line)));
  const wanted = [
    ...(has(/^\/?(?:\*\*\/)?node_modules\/?$/) ? [] : ["node_modules/"]),
    // The journal of a command that was interrupted, and files that it has not finished.
    ...(has(/^(?:\*\*\/)?\*\.tmp$/) ? [] : ["*.tmp"]),
  ];
  const place = places.find((path) => desk.text(path) !== undefined) ?? ".gitignore";
  if (wanted.length > 0) desk.append(place, wanted);
}

/** The bytes of `generated/` are the same on every machine, and reviewers need not unfold them. */
function attribute({ desk, folder }: Project): void {
  const places = [
    { path: `${folder}.gitattributes`, prefix: "" },
    { path: ".gitattributes", prefix: folder },
  ];
  const said = places.flatMap(({ path, prefix }) =>
    (desk.text(path) ?? "").split(/\r?\n/).flatMap((line) => {
      const [pattern = "", ...attributes] = line.trim().split(/\s+/);
      return new Set([`${prefix}generated/**`, `/${prefix}generated/**`, "generated/**", "**/generated/**"]).has(
        pattern,
      )
        ? attributes
        : [];
    }),
  );
  const missing = [
    ...(said.includes("-text") || said.includes("binary") ? [] : ["-text"]),
    ...(said.some((each) => each.startsWith("linguist-generated")) ? [] : ["linguist-generated"]),
  ];
  if (missing.length === 0) return;
  const place = places.find(({ path }) => desk.text(path) !== undefined) ?? places[0];
  if (place !== undefined) desk.append(place.path, [`${place.prefix}generated/** ${missing.join(" ")}`]);
}

/** Formatted files would differ from what the build writes. */
function leaveUnformatted({ desk, folder }: Project): void {
  const path = ".prettierignore";
  const text = desk.text(path);
  const isUsed = foldersAbove(folder).some((each) => "prettier" in dependenciesOf(packageIn(desk, each)));
  if (text === undefined ? isUsed : !/^(?:\/|\*\*\/)?(?:.*\/)?generated(?:\/.*)?$/m.test(text.replaceAll("\r", "")))
    desk.append(path, [`${folder}generated/`]);
}
