import { isMap, parseDocument } from "yaml";
import { commandAt } from "./check-command.ts";
import type { Project } from "./project.ts";

/** The file in which GitLab finds its jobs. */
const gitlabPath = ".gitlab-ci.yml";
const githubFolder = ".github/workflows";

/** Adds the check of changes where the repository is hosted, if that can be seen; returns what it could not do. */
export function addWorkflow(project: Project): string | undefined {
  const { desk } = project;
  const config = desk.text(".git/config") ?? "";
  const gitlab = desk.text(gitlabPath);
  if (gitlab !== undefined || /url\s*=.*gitlab/.test(config)) return addToGitlab(project, gitlab ?? "");
  if (desk.list(".github").length === 0 && !/url\s*=.*github\.com/.test(config))
    return "no workflow was written, since nothing here says where the repository is hosted";
  const has = desk
    .list(githubFolder)
    .some((file) => (desk.text(`${githubFolder}/${file}`) ?? "").includes("flagstone"));
  const path = desk.text(`${githubFolder}/flags.yml`) === undefined ? "flags.yml" : "flagstone.yml";
  if (!has) desk.append(`${githubFolder}/${path}`, githubLines(project));
  return undefined;
}

function githubLines(project: Project): readonly string[] {
  return [
    "# Checks the flags on every pull request and, once a day, what has expired or soon will.",
    "name: flags",
    "",
    "on:",
    "  pull_request:",
    "  schedule:",
    '    - cron: "23 5 * * *"',
    "",
    "permissions:",
    "  contents: read",
    "",
    "jobs:",
    "  check:",
    "    runs-on: ubuntu-latest",
    "    timeout-minutes: 10",
    "    steps:",
    "      - uses: actions/checkout@v7",
    "        with:",
    "          fetch-depth: 0",
    "          persist-credentials: false",
    "      - uses: actions/setup-node@v7",
    "        with:",
    "          node-version: 22",
    `      - run: ${project.manager.install}`,
    "      # A pull request is checked out as merged; the first parent of that commit is what it would be merged into.",
    "      - if: github.event_name == 'pull_request'",
    `        run: ${commandAt(project, "check", "--base HEAD^1 --allow-expired --format github")}`,
    "      - if: github.event_name == 'pull_request'",
    `        run: ${commandAt(project, "build", "--verify --allow-expired")}`,
    "      - if: github.event_name == 'schedule'",
    `        run: ${commandAt(project, "check", "--strict --format github")}`,
  ];
}

function addToGitlab(project: Project, text: string): string | undefined {
  if (text.includes("flagstone")) return undefined;
  const document = parseDocument(text, { logLevel: "silent" });
  if (document.errors.length > 0)
    return `\`${gitlabPath}\` was not changed, since it is not YAML; fix it, then run this again`;
  const stages: unknown = isMap(document.contents) ? document.toJS().stages : undefined;
  // A job without a stage is in `test`, which must be one of those that the file names.
  const [stage] = Array.isArray(stages) && !stages.includes("test") ? stages.map(String) : [];
  const report = '"gitlab=$CI_PROJECT_DIR/gl-code-quality-report.json"';
  const base = '"${CI_MERGE_REQUEST_TARGET_BRANCH_SHA:-$CI_MERGE_REQUEST_DIFF_BASE_SHA}"';
  const lines = [
    "# Checks the flags in every merge request and, on a schedule, what has expired or soon will.",
    "flagstone:",
    ...(stage === undefined ? [] : [`  stage: ${stage}`]),
    "  image: node:22",
    "  rules:",
    '    - if: $CI_PIPELINE_SOURCE == "merge_request_event"',
    '    - if: $CI_PIPELINE_SOURCE == "schedule"',
    "  variables:",
    '    GIT_DEPTH: "0"',
    "  before_script:",
    `    - ${project.manager.install}`,
    "  script:",
    "    - |",
    '      if [ "$CI_PIPELINE_SOURCE" = schedule ]; then',
    `        ${commandAt(project, "check", "--strict", "--report", report)}`,
    "      else",
    `        ${commandAt(project, "check", "--allow-expired", "--base", base, "--report", report)}`,
    `        ${commandAt(project, "build", "--verify --allow-expired")}`,
    "      fi",
    "  artifacts:",
    "    when: always",
    "    reports:",
    "      codequality: gl-code-quality-report.json",
  ];
  project.desk.append(gitlabPath, lines, true);
  return undefined;
}
