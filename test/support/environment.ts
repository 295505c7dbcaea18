const { FORCE_COLOR: _, ...inherited } = process.env;

/** The environment of programs: no colours, and commits that need no configuration. */
export const environment = {
  ...inherited,
  NO_COLOR: "1",
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_AUTHOR_NAME: "Somebody",
  GIT_AUTHOR_EMAIL: "somebody@example.com",
  GIT_COMMITTER_NAME: "Somebody",
  GIT_COMMITTER_EMAIL: "somebody@example.com",
};
