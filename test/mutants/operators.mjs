import ts from "typescript-5.9";

const { SyntaxKind } = ts;

const comparisons = new Map([
  [SyntaxKind.LessThanToken, ["<=", ">="]],
  [SyntaxKind.LessThanEqualsToken, ["<", ">"]],
  [SyntaxKind.GreaterThanToken, [">=", "<="]],
  [SyntaxKind.GreaterThanEqualsToken, [">", "<"]],
  [SyntaxKind.EqualsEqualsEqualsToken, ["!=="]],
  [SyntaxKind.ExclamationEqualsEqualsToken, ["==="]],
  [SyntaxKind.AmpersandAmpersandToken, ["||"]],
  [SyntaxKind.BarBarToken, ["&&"]],
  [SyntaxKind.MinusToken, ["+"]],
]);
const dropped = new Set(["filter", "sort", "toSorted", "reverse", "slice", "flatMap"]);
const swapped = new Map([
  ["some", "every"],
  ["every", "some"],
]);

/**
 * What a mutation run may change in a source: `{ start, end, was, becomes, line }`, where `becomes` makes the new text of the
 * part. Statements say `drop`. Left out are types, what is evaluated when a module is loaded, and texts.
 */
export function sitesOf(path, text) {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const sites = [];
  const add = (node, becomes, drop = false) => {
    const start = node.getStart(source);
    const line = source.getLineAndCharacterOfPosition(start).line + 1;
    sites.push({ path, start, end: node.end, line, was: text.slice(start, node.end), becomes, drop });
  };
  const visit = (node, isWithin) => {
    if (ts.isTypeNode(node) || ts.isImportDeclaration(node) || ts.isTemplateExpression(node)) return;
    if (isWithin) for (const becomes of changesOf(node, source)) add(node, becomes);
    if (isWithin && mayBeDropped(node)) add(node, "", true);
    const isFunction = ts.isFunctionLike(node);
    ts.forEachChild(node, (child) => visit(child, isWithin || (isFunction && child === node.body)));
  };
  visit(source, false);
  return sites;
}

function changesOf(node, source) {
  const textOf = (part) => part.getText(source);
  const isCondition = ts.isIfStatement(node.parent) && node.parent.expression === node;
  const changes = isCondition ? [`!(${textOf(node)})`] : [];
  if (ts.isBinaryExpression(node)) {
    for (const operator of comparisons.get(node.operatorToken.kind) ?? [])
      changes.push(`(${textOf(node.left)}) ${operator} (${textOf(node.right)})`);
  } else if (ts.isPrefixUnaryExpression(node) && node.operator === SyntaxKind.ExclamationToken) {
    if (!isCondition) changes.push(textOf(node.operand));
  } else if (ts.isConditionalExpression(node)) {
    changes.push(`(${textOf(node.condition)}) ? (${textOf(node.whenFalse)}) : (${textOf(node.whenTrue)})`);
  } else if (ts.isNumericLiteral(node) && isValue(node)) {
    changes.push(`${textOf(node)} + 1`);
  } else if (node.kind === SyntaxKind.TrueKeyword || node.kind === SyntaxKind.FalseKeyword) {
    changes.push(node.kind === SyntaxKind.TrueKeyword ? "false" : "true");
  } else if (ts.isArrayLiteralExpression(node) && node.elements.length > 0 && isValue(node)) {
    changes.push("[]");
  } else if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression) && !inChain(node)) {
    const { expression: receiver, name } = node.expression;
    const other = swapped.get(name.text);
    const given = node.arguments.map(textOf).join(", ");
    if (dropped.has(name.text) && name.text !== "flatMap") changes.push(textOf(receiver));
    if (other !== undefined) changes.push(`${textOf(receiver)}.${other}(${given})`);
  }
  return changes;
}

/** Not the name of a property, and nothing that is assigned to or taken apart. */
function isValue({ parent }) {
  const isAssigned = ts.isBinaryExpression(parent) && parent.operatorToken.kind === SyntaxKind.EqualsToken;
  return !ts.isPropertyAssignment(parent) ? !isAssigned && !ts.isForOfStatement(parent) : parent.name !== undefined;
}

function inChain(node) {
  return (node.flags & ts.NodeFlags.OptionalChain) !== 0 || (node.parent.flags & ts.NodeFlags.OptionalChain) !== 0;
}

/** A statement for its effect, a jump, and a return before the last one. */
function mayBeDropped(node) {
  if (ts.isExpressionStatement(node) || ts.isContinueStatement(node)) return true;
  const above = ts.isBlock(node.parent) ? node.parent.parent : node.parent;
  return ts.isReturnStatement(node) && ts.isIfStatement(above);
}

/** A source in which each chosen site asks `mutant(number)` whether it is the changed one. */
export function withSwitches(text, sites) {
  const within = (from, to, inner) => {
    let out = "";
    let at = from;
    for (const [index, site] of inner.entries()) {
      if (site.start < at) continue;
      const nested = inner.slice(index + 1).filter((each) => each.end <= site.end);
      const original = within(site.start, site.end, nested);
      const asks = `mutant(${site.number})`;
      out += text.slice(at, site.start);
      // in braces, or an `else` that follows would belong to it
      out += site.drop ? `{ if (!${asks}) { ${original} } }` : `(${asks} ? (${site.becomes}) : (${original}))`;
      at = site.end;
    }
    return out + text.slice(at, to);
  };
  const ordered = [...sites].sort((a, b) => a.start - b.start || b.end - a.end || a.number - b.number);
  return within(0, text.length, ordered);
}
