import { dirname, posix } from "node:path";
import ts from "typescript-5.9";
import { type Code, isCode } from "../../scripts/model/codes.ts";
import { syntaxTrees } from "./syntax-trees.ts";

/** The codes in a source file; its path is relative to scripts/. */
export interface Emitter {
  readonly path: string;
  /** The codes of the findings that it creates, sorted: those that it passes to a call as the first argument. */
  readonly codes: readonly Code[];
  /** Files of the same folder that it imports. */
  readonly neighbours: readonly string[];
  /** The codes in the comments of its exports, sorted. */
  readonly documented: readonly Code[];
}

/** Functions that take a code but create no finding. */
const asking = new Set(["predictGate", "isCode"]);

/** All source files, sorted by path. */
export function readEmitters(): readonly Emitter[] {
  return [...syntaxTrees("scripts/")]
    .filter(([path]) => path.endsWith(".ts"))
    .map(([path, tree]) => readEmitter(path, tree));
}

function readEmitter(path: string, source: ts.SourceFile): Emitter {
  const codes = new Set<Code>();
  const neighbours: string[] = [];
  const documented = new Set<Code>();
  const take = (node: ts.Node): void => {
    if (ts.isStringLiteral(node) && isCode(node.text)) codes.add(node.text);
    else if (ts.isConditionalExpression(node)) [node.whenTrue, node.whenFalse].forEach(take);
  };
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && node.arguments[0] !== undefined && !asking.has(node.expression.getText()))
      take(node.arguments[0]);
    // A code that is first assigned to a variable.
    if (ts.isVariableDeclaration(node) && node.name.getText() === "code" && node.initializer) take(node.initializer);
    ts.forEachChild(node, visit);
  };
  visit(source);
  for (const statement of source.statements) {
    if (ts.isImportDeclaration(statement) && ts.isStringLiteral(statement.moduleSpecifier)) {
      const target = posix.join(dirname(path), statement.moduleSpecifier.text);
      if (dirname(target) === dirname(path)) neighbours.push(target);
    }
    const comments =
      ts.canHaveModifiers(statement) && ts.getModifiers(statement) ? ts.getJSDocCommentsAndTags(statement) : [];
    for (const comment of comments)
      for (const [, code = ""] of comment.getText().matchAll(/`([^`]*)`/g)) if (isCode(code)) documented.add(code);
  }
  return { path, codes: [...codes].sort(), neighbours, documented: [...documented].sort() };
}
