import type { Picture, RolloutPicture, Share, StagesPicture } from "../../effect/pictures.ts";
import { escapeControls } from "../../model/text/escape-controls.ts";

/** How many blocks everyone is. */
const width = 20;

/** The blocks of each value of a rollout, in order, and of those whom it does not reach. */
const blocks = ["█", "▓", "▒", "▚", "▞"];
const empty = "░";

/** Changes of rollouts and stages, each drawn in lines of text; what is the same in several environments once. */
export function draw(pictures: readonly Picture[]): readonly (readonly string[])[] {
  const drawn = new Map<
    string,
    { readonly name: string; readonly lines: readonly string[]; readonly where: string[] }
  >();
  for (const picture of pictures) {
    const { name, environment } = picture;
    const lines = picture.kind === "rollout" ? rolloutLines(picture) : stageLines(picture);
    const key = JSON.stringify([name, lines]);
    const known = drawn.get(key);
    if (known !== undefined && environment !== undefined) known.where.push(`in ${environment} too`);
    else drawn.set(key, { name, lines, where: environment === undefined ? [] : [`in ${environment}`] });
  }
  return [...drawn.values()].map(({ name, lines, where }) =>
    [[name, ...where].join(", "), ...lines.map((line) => `  ${line}`)].map(escapeControls),
  );
}

function rolloutLines({ parts }: RolloutPicture): readonly string[] {
  return parts.flatMap(({ among, before, after }) => [
    ...(among.length === 0 ? [] : [`among ${among.join(", ")}`]),
    `before  ${bar(before)}`,
    `now     ${bar(after)}`,
  ]);
}

function bar(shares: readonly Share[] | undefined): string {
  if (shares === undefined) return `${empty.repeat(width)}  no rollout`;
  const isSwitch = shares.length === 1 && shares[0]?.value === "true";
  let drawn = "";
  let reached = 0;
  for (const [index, { percent }] of shares.entries()) {
    reached += percent;
    // The smallest share is visible, and so is the smallest rest.
    const end = reached >= 100 ? width : Math.min(width - 1, Math.round((reached * width) / 100));
    const size = Math.max(end - drawn.length, percent > 0 && drawn.length < width ? 1 : 0);
    drawn += (blocks[index % blocks.length] ?? "█").repeat(size);
  }
  const words = shares.map(({ value, percent }, index) => {
    const amount = `${Math.round(percent * 100) / 100} %`;
    return isSwitch ? amount : `${blocks[index % blocks.length]} ${value} ${amount}`;
  });
  return `${drawn.padEnd(width, empty)}  ${words.join(", ")}`;
}

function stageLines({ stages }: StagesPicture): readonly string[] {
  const widest = Math.max(...stages.map(({ group }) => group.length));
  return stages.map(({ group, before, after }) => {
    const label = group.padEnd(widest);
    if (before === after) return `${label}  ${after}`;
    if (before === undefined) return `${label}  ${after} (new stage)`;
    return after === undefined ? `${label}  ${before} → no stage` : `${label}  ${before} → ${after}`;
  });
}
