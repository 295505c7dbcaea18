import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { repository } from "./shipped-instance.ts";

const project = join(repository, "test/clients/flagd-java");

/** What Java is called with for a program that needs what test/clients/flagd-java/pom.xml names, which Maven gets. */
export function classPath(): readonly string[] {
  const cache = join(repository, "node_modules/.cache/flagstone");
  const file = join(cache, "java.classpath");
  mkdirSync(cache, { recursive: true });
  const goal = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath";
  execFileSync("mvn", ["--quiet", "--batch-mode", goal, `-Dmdep.outputFile=${file}`], {
    cwd: project,
    stdio: ["ignore", "ignore", "inherit"],
  });
  return ["--class-path", readFileSync(file, "utf8").trim()];
}

/** What asks flagd from Java, in each of the ways of its provider: a port, or a file. */
export function askFromJava(words: readonly string[], way: "RPC" | "IN_PROCESS" | "FILE", where: string | number) {
  return ["java", ...words, join(project, "Ask.java"), way, `${where}`];
}
