import { compile, readOnce } from "../compile/compile.ts";
import { forecastOf } from "../effect/forecast.ts";
import { forecastReach } from "../effect/forecast-reach.ts";
import { openRevision } from "../effect/open-revision.ts";
import { contentOf } from "../emit/bundle.ts";
import { isSameTree } from "../gate/compare-trees.ts";
import { documentHistory } from "../history/document-history.ts";
import { timesOf } from "../history/merge-times.ts";
import { changesByName } from "../history/name-changes.ts";
import { stageStatusOf } from "../history/stage-status.ts";
import { statePrivilege } from "../history/statement/privilege-statement.ts";
import type { Host } from "../host/host.ts";
import { hasErrors } from "../model/diagnostic.ts";
import type { Model } from "../model/model.ts";
import type { Source } from "../model/text/source.ts";
import { count } from "../model/text/words.ts";
import { nameOf, namesIn, type Tree } from "../model/tree.ts";
import { catalogFiles } from "../report/catalog/catalog-files.ts";
import { maskIds } from "../report/catalog/mask-ids.ts";
import { repositoryPage } from "../report/catalog/repository-page.ts";
import type { Site } from "../report/catalog/site.ts";
import { cannotRun, type Outcome } from "../report/outcome.ts";
import { pageHtml } from "../report/pages/html.ts";
import { reportOf } from "../report/report.ts";
import { privilegePage } from "../report/statement/privilege-page.ts";
import { missingConfig } from "./missing-config.ts";
import { packageName } from "./package-name.ts";
import { readCommitted } from "./read-committed.ts";

/** What the command reads of its call. */
interface CatalogInput {
  /** The folder to write to. */
  readonly out?: string;
  /** Whether ids of customers are shown. */
  readonly ids?: boolean;
}

/** A file that every catalog has, and nothing else. */
const mark = "catalog.css";

/** A document with more text than this is not read again for each commit that changed it. */
const longestRead = 100_000;

/** A statement with more text than this is too long for a page. */
const longestPage = 2_000_000;

/** Effects of dates are shown for up to this many listed customers; the forecast covers the rest. */
const mostForetold = 1_000_000;

/** Writes a static site about all names, for people who do not read YAML. */
export async function catalog({ out, ids = false }: CatalogInput, machine: Host): Promise<Outcome> {
  const today = machine.today();
  // All pages are of one day, also if midnight passes meanwhile.
  const host: Host = { ...machine, today: () => today };
  const tree = host.readTree();
  if (tree === undefined) return missingConfig(host);
  const { models, diagnostics } = compile(tree, { asOf: host.today(), allowExpired: true });
  if (models === undefined || hasErrors(diagnostics)) return { report: reportOf(tree, diagnostics), writes: [] };
  const folder = out === undefined ? "catalog" : host.pathFrom(tree.root, out);
  const before = filesBelow(host, `${tree.root}/${folder}`);
  if (before.length > 0 && !before.includes(mark))
    return cannotRun(
      `\`${out ?? folder}\` has files and is not a catalog; name a folder of its own with \`--out <folder>\``,
    );
  const site = await siteOf({ tree, models, ids, host });
  const files = [
    ...catalogFiles(site),
    ...["catalog.css", "catalog.js", ...(ids ? ["runtime.js"] : [])].map((name) => asset(host, name)),
  ];
  const made = new Set(files.map(({ path }) => path));
  const gone = before.filter((path) => !made.has(path) && /\.(?:html|js|css)$/.test(path));
  return {
    root: tree.root,
    writes: [
      ...files.map(({ path, text }) => ({ path: `${folder}/${path}`, text })),
      ...gone.map((path) => ({ path: `${folder}/${path}`, text: undefined })),
    ],
    note: `wrote ${out ?? folder}/ (${count(files.length, "file")}): open ${out ?? folder}/index.html`,
  };
}

/** All files below a folder. */
function filesBelow(host: Host, folder: string, inside = ""): readonly string[] {
  return host.listFolder(`${folder}/${inside}`).flatMap((name) => {
    const path = `${inside}${name}`;
    return host.isFolder(`${folder}/${path}`) ? filesBelow(host, folder, `${path}/`) : [path];
  });
}

function asset(host: Host, name: string): Source {
  const text = host.readPackageFile(`dist/${name}`);
  if (text === undefined) throw new Error(`the package has no dist/${name}`);
  return { path: name, text };
}

/** The statement of who keeps each privilege, as a page, by name. */
async function statementsOf(tree: Tree, model: Model, host: Host): Promise<ReadonlyMap<string, string>> {
  const asOf = host.today();
  const { commit, past } = readCommitted(tree, host);
  const statements = new Map<string, string>();
  for (const privilege of model.privileges.values()) {
    if (privilege.frozen === undefined) continue;
    const { log, nameCommit, gaps } = await past([{ kind: "name", name: privilege.name }]);
    const state = statePrivilege(model, privilege, asOf, log.flat(), nameCommit);
    const text = pageHtml(privilegePage(state, { asOf, environment: undefined, commit, gaps }));
    if (text.length <= longestPage) statements.set(privilege.name, text);
  }
  return statements;
}

interface Given {
  readonly tree: Tree;
  readonly models: readonly [Model, ...Model[]];
  readonly ids: boolean;
  readonly host: Host;
}

/** The data of the pages: from the models, and from git. */
async function siteOf({ tree, models, ids, host }: Given): Promise<Site> {
  const reach = forecastReach(models, host.today(), mostForetold);
  const mask = ids ? (text: string) => text : maskIds(models);
  const common = {
    title: packageName(tree) ?? "flags",
    models,
    today: host.today(),
    showsIds: ids,
    say: mask,
    statements: ids ? await statementsOf(tree, models[0], host) : new Map(),
    later: forecastOf(openRevision(models), host.today(), reach).later,
    toldBefore: reach,
    contents: ids ? models.map((model) => contentOf([model])) : [],
  };
  const repository = host.openRepository(tree.root);
  const tip = repository?.commitOf("HEAD");
  if (repository === undefined || tip === undefined)
    return {
      ...common,
      present: common.today,
      tip: undefined,
      differs: false,
      isCut: false,
      prefix: "",
      repository: undefined,
      changes: new Map(),
      stagesOf: (release) =>
        models.flatMap((model) => {
          const own = model.releases.get(release.name);
          return own === undefined ? [] : [stageStatusOf(model, own, undefined, common.today)];
        }),
      mergedWaivers: new Set(),
    };
  // The history is gone through twice: for stages, and for changes.
  const read = readOnce(Infinity);
  const line = repository.line(tip);
  const times = timesOf(line, host.now(), new Map());
  const present = Math.max(common.today, ...line.commits.slice(0, 1).map(({ id, at }) => times.get(id) ?? at));
  const committed = repository.readTree(tip, tree);
  const long = new Set(tree.files.filter(({ text }) => text.length > longestRead).map(({ path }) => nameOf(path)));
  const past = documentHistory(
    repository,
    tip,
    { names: [...models[0].releases.keys()], now: present, mergedAt: new Map() },
    read,
  );
  return {
    ...common,
    present,
    tip,
    differs: !isSameTree(committed, tree),
    isCut: repository.isShallow,
    prefix: repository.prefix,
    repository: repositoryPage(repository.remote, host.readFile(`${tree.root}/.gitlab-ci.yml`) !== undefined),
    changes: changesByName(repository, line, { times, read, isRead: (each) => !long.has(each) }),
    stagesOf: (release) =>
      models.flatMap((model) => {
        const own = model.releases.get(release.name);
        return own === undefined ? [] : [stageStatusOf(model, own, past(release.name), present)];
      }),
    mergedWaivers: new Set(namesIn(committed)),
  };
}
