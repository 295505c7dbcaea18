import { dirname, posix } from "node:path";
import ts from "typescript-5.9";
import { expect, it } from "vitest";
import { syntaxTrees } from "./support/syntax-trees.ts";

const sources = syntaxTrees("scripts/");
const tests = syntaxTrees("test/");

/** Entry points: files that the build, Node.js or services load. */
const entries =
  /^(?:cli\/start|report\/catalog\/browser\/main|model\/formats|runtime\/(?:index|client|lite|watch|watch-file|flags\.d|emitted-client\.d|doors\/.*))\.ts$/;

/** What a file imports from others, statically or dynamically, as `path name`. */
function* usesOf(path: string, source: ts.SourceFile): Generator<string> {
  const targetOf = (specifier: ts.Node | undefined): string | undefined =>
    specifier !== undefined && ts.isStringLiteral(specifier) ? posix.join(dirname(path), specifier.text) : undefined;
  const loaded = (node: ts.Node): string | undefined => {
    if (ts.isParenthesizedExpression(node) || ts.isAwaitExpression(node)) return loaded(node.expression);
    const isImport = ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword;
    return isImport ? targetOf(node.arguments[0]) : undefined;
  };
  const nodes: ts.Node[] = [source];
  for (const node of nodes) {
    ts.forEachChild(node, (child) => void nodes.push(child));
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) {
      const names = ts.isImportDeclaration(node) ? node.importClause?.namedBindings : node.exportClause;
      if (names !== undefined && (ts.isNamedImports(names) || ts.isNamedExports(names)))
        for (const { name, propertyName } of names.elements)
          yield `${targetOf(node.moduleSpecifier)} ${(propertyName ?? name).text}`;
    } else if (ts.isPropertyAccessExpression(node)) {
      yield `${loaded(node.expression)} ${node.name.text}`;
    } else if (ts.isVariableDeclaration(node) && ts.isObjectBindingPattern(node.name) && node.initializer) {
      for (const { name, propertyName } of node.name.elements)
        yield `${loaded(node.initializer)} ${(propertyName ?? name).getText()}`;
    }
  }
}

function* exportsOf(
  path: string,
  source: ts.SourceFile,
): Generator<{ readonly name: string; readonly isType: boolean }> {
  for (const statement of source.statements) {
    if (!ts.canHaveModifiers(statement)) continue;
    if (!ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)) continue;
    if (ts.isVariableStatement(statement))
      for (const { name } of statement.declarationList.declarations)
        yield { name: `${path} ${name.getText()}`, isType: false };
    else if ("name" in statement && statement.name !== undefined)
      yield {
        name: `${path} ${(statement.name as ts.Identifier).text}`,
        isType: ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement),
      };
  }
}

/** A file in runtime/lite/ replaces one of runtime/, by whose name it is imported. */
function originalOf(name: string): string {
  return name.replace(/^runtime\/lite\/(?:unconditional\/)?/, "runtime/");
}

const used = new Set([...sources].flatMap(([path, source]) => [...usesOf(path, source)]));
const exported = [...sources].flatMap(([path, source]) => (entries.test(path) ? [] : [...exportsOf(path, source)]));

it("every export is imported by another source file, except types that a test names", () => {
  const named = new Set([...tests].flatMap(([path, source]) => [...usesOf(path, source)]));
  const unused = exported.filter(
    ({ name, isType }) => !used.has(originalOf(name)) && !(isType && named.has(`../scripts/${name}`)),
  );
  expect(unused.map(({ name }) => name)).toEqual([]);
});

it("no function is longer than 70 lines, so that each fits on a screen", () => {
  const long = [...sources].flatMap(([path, tree]) => {
    const found: string[] = [];
    const lineOf = (at: number): number => tree.getLineAndCharacterOfPosition(at).line;
    const visit = (node: ts.Node): void => {
      if (ts.isFunctionLike(node) && lineOf(node.getEnd()) - lineOf(node.getStart()) >= 70)
        found.push(`${path}: ${node.name?.getText() ?? "a function without a name"}`);
      ts.forEachChild(node, visit);
    };
    visit(tree);
    return found;
  });
  expect(long).toEqual([]);
});
