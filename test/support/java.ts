import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { repository } from "./shipped-instance.ts";

const project = join(repository, "test/clients/flagd-java");

/** Java's arguments for a program with the dependencies of test/clients/flagd-java/pom.xml, which Maven downloads. */
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

/** Asks flagd from Java, in each mode of its provider: by a port, or by a file. */
export function askFromJava(words: readonly string[], way: "RPC" | "IN_PROCESS" | "FILE", where: string | number) {
  return ["java", ...words, join(project, "Ask.java"), way, `${where}`];
}
