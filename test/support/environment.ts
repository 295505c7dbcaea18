const { FORCE_COLOR: _, ...inherited } = process.env;

/** Environment variables for programs: no colours, and an identity for commits. */
export const environment = {
  ...inherited,
  NO_COLOR: "1",
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_AUTHOR_NAME: "Somebody",
  GIT_AUTHOR_EMAIL: "somebody@example.com",
  GIT_COMMITTER_NAME: "Somebody",
  GIT_COMMITTER_EMAIL: "somebody@example.com",
};
