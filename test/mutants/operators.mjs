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
 * The places that a mutation run may change in a source: `{ start, end, was, becomes, line }`, where `becomes` makes the new
 * text of the part; statements have `drop`. Left out are types, code that runs when a module is loaded, texts, and changes that
 * could not be noticed: numbers that only sort, caches, and early returns when there is nothing to do.
 */
export function sitesOf(path, text) {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const lines = text.split("\n");
  const sites = [];
  const add = (node, becomes, drop = false) => {
    const start = node.getStart(source);
    const line = source.getLineAndCharacterOfPosition(start).line;
    const was = text.slice(start, node.end);
    sites.push({ path, start, end: node.end, line: line + 1, lineText: lines[line], was, becomes, drop });
  };
  const visit = (node, isWithin) => {
    if (ts.isTypeNode(node) || ts.isImportDeclaration(node) || isText(node)) return;
    if (isWithin) for (const becomes of changesOf(node, source)) add(node, becomes);
    if (isWithin && mayBeDropped(node) && !isSaving(node)) add(node, "", true);
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
  } else if (ts.isNumericLiteral(node) && isValue(node) && !isOrder(node)) {
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

/** Whether a node is a value: not a property name, an assignment target or a destructuring pattern. */
function isValue(node) {
  const { parent } = node;
  if (ts.isBindingElement(parent) && parent.propertyName === node) return false;
  if (isSpare(node)) return false;
  const isAssigned = ts.isBinaryExpression(parent) && parent.operatorToken.kind === SyntaxKind.EqualsToken;
  return !ts.isPropertyAssignment(parent) ? !isAssigned && !ts.isForOfStatement(parent) : parent.name !== undefined;
}

function inChain(node) {
  return (node.flags & ts.NodeFlags.OptionalChain) !== 0 || (node.parent.flags & ts.NodeFlags.OptionalChain) !== 0;
}

/** Whether a statement may be dropped: one with an effect, a jump, or a return before the last one. */
function mayBeDropped(node) {
  if (ts.isExpressionStatement(node) || ts.isContinueStatement(node)) return true;
  const above = ts.isBlock(node.parent) ? node.parent.parent : node.parent;
  return ts.isReturnStatement(node) && ts.isIfStatement(above);
}

/** Whether a node is only text for people: a template, a choice between texts, or the words of a finding. */
function isText(node) {
  const isWritten = (part) => ts.isStringLiteralLike(part) || ts.isTemplateExpression(part);
  if (ts.isConditionalExpression(node)) return isWritten(node.whenTrue) && isWritten(node.whenFalse);
  if (ts.isPropertyAssignment(node)) return ["hint", "message", "title"].includes(node.name.getText());
  return ts.isTemplateExpression(node);
}

/** Whether a node is the fallback for a list item that always exists, which the types do not know. */
function isSpare({ parent }) {
  if (ts.isBindingElement(parent)) return ts.isArrayBindingPattern(parent.parent);
  if (!ts.isBinaryExpression(parent) || parent.operatorToken.kind !== SyntaxKind.QuestionQuestionToken) return false;
  const { left } = parent;
  return ts.isElementAccessExpression(left) || /\.at\(-?\d\)/.test(left.getText());
}

/** Whether a node is the -1 or 1 that a comparison returns. */
function isOrder(node) {
  const whole = ts.isPrefixUnaryExpression(node.parent) ? node.parent : node;
  return ts.isConditionalExpression(whole.parent) && whole.parent.condition !== whole && node.text === "1";
}

/** Whether a statement only saves time: it caches something, or returns early when there is nothing to do. */
function isSaving(node) {
  if (ts.isExpressionStatement(node)) {
    const { expression } = node;
    if (ts.isBinaryExpression(expression))
      return expression.operatorToken.kind === SyntaxKind.QuestionQuestionEqualsToken;
    return remembers(node, expression);
  }
  const above = ts.isBlock(node.parent) ? node.parent.parent : node.parent;
  return ts.isIfStatement(above) && /^[\w.]+\.(?:length|size) === 0$/.test(above.expression.getText());
}

/**
 * Whether a call is `known.set(key, found)` after `known.get(key)`, if the value is returned next, or if the whole file shares
 * the cache.
 */
function remembers(statement, call) {
  if (!ts.isCallExpression(call) || !ts.isPropertyAccessExpression(call.expression)) return false;
  const { expression: map, name } = call.expression;
  const [key, value] = call.arguments.map((argument) => argument.getText());
  if (name.text !== "set" || value === undefined || !ts.isBlock(statement.parent)) return false;
  const { statements } = statement.parent;
  const next = statements[statements.indexOf(statement) + 1];
  const isReturned = next !== undefined && ts.isReturnStatement(next) && next.expression?.getText() === value;
  const source = statement.getSourceFile();
  const isShared = source.statements.some(
    (each) => ts.isVariableStatement(each) && each.getText().startsWith(`const ${map.getText()} = new `),
  );
  return isShared || (isReturned && statement.parent.getText().includes(`${map.getText()}.get(${key})`));
}

/** A source in which each chosen place calls `mutant(number)` to see whether it is changed. */
export function withSwitches(text, sites) {
  const within = (from, to, inner) => {
    let out = "";
    let at = from;
    for (const [index, site] of inner.entries()) {
      if (site.start < at) continue;
      const nested = inner.slice(index + 1).filter((each) => each.end <= site.end);
      const original = within(site.start, site.end, nested);
      const asks = `globalThis.mutant?.(${site.number})`;
      out += text.slice(at, site.start);
      // in braces, since a following `else` would belong to it
      out += site.drop ? `{ if (!${asks}) { ${original} } }` : `(${asks} ? (${site.becomes}) : (${original}))`;
      at = site.end;
    }
    return out + text.slice(at, to);
  };
  const ordered = [...sites].sort((a, b) => a.start - b.start || b.end - a.end || a.number - b.number);
  return within(0, text.length, ordered);
}
