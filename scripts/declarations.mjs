// Joins the type declarations of the library into one file that holds what can be reached from its entry and
// nothing else. Tools for that exist; those that know this TypeScript need a later Node.js than we do.
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parseSync } from "rolldown/utils";

/**
 * `text`: the declarations; only what the entry exports is exported. `complaints`: types that these mention, that
 * another module exports and the entry does not (a user of the library could not name them), and names that two
 * modules declare. Throws for what our declarations do not use: renamed exports, default exports, types of other
 * packages.
 */
export function joinDeclarations(entry) {
  const modules = new Map();
  const taken = new Map();
  const isPublic = new Set();
  const complaints = new Set();

  const index = moduleAt(entry);
  for (const name of index.exports.keys()) {
    isPublic.add(name);
    take(index, name);
  }
  const all = [...taken.values()];
  for (const { name, isExported } of all) {
    if (isExported && !isPublic.has(name)) complaints.add(`${name} is mentioned and not exported`);
  }
  return {
    text: [index.head, ...all.map(textOf), "export {};"].join("\n\n").concat("\n"),
    complaints: [...complaints],
  };

  function moduleAt(path) {
    const known = modules.get(path);
    if (known !== undefined) return known;
    const made = readModule(path);
    modules.set(path, made);
    return made;
  }

  /** Takes the declaration of a name, as seen in a module, and all that it mentions. */
  function take(module, name) {
    const declaration = module.declarations.get(name);
    if (declaration === undefined) {
      const from = module.imports.get(name) ?? module.exports.get(name);
      if (from?.path === undefined) return;
      take(moduleAt(from.path), from.name);
      return;
    }
    const known = taken.get(name);
    if (known === declaration) return;
    if (known !== undefined) {
      complaints.add(`${name} is declared in ${known.path} and ${module.path}`);
      return;
    }
    taken.set(name, declaration);
    for (const mentioned of declaration.mentions) take(module, mentioned);
  }

  function textOf({ name, comment, text }) {
    return `${comment === "" ? "" : `${comment}\n`}${isPublic.has(name) ? "export " : ""}${text}`;
  }
}

function readModule(path) {
  const source = readFileSync(path, "utf8");
  const { program, errors } = parseSync(path, source, { lang: "dts" });
  if (errors.length > 0) throw new Error(`${path}: ${errors[0].message}`);
  const module = {
    path,
    declarations: new Map(),
    /** By local name: where it comes from. */
    imports: new Map(),
    /** By exported name; without a path for what is declared here. */
    exports: new Map(),
    head: source.slice(0, program.body[0]?.start).trim(),
  };
  let end = 0;
  for (const statement of program.body) {
    const comment = source.slice(end, statement.start).trim();
    end = statement.end;
    readStatement(module, statement, { source, comment });
  }
  return module;
}

function readStatement(module, statement, { source, comment }) {
  const { path } = module;
  switch (statement.type) {
    case "ImportDeclaration":
      for (const { local, imported } of statement.specifiers) {
        addFrom(module.imports, { statement, path, local, remote: imported });
      }
      return;
    case "ExportNamedDeclaration":
      if (statement.declaration !== null) {
        declare(module, statement.declaration, { source, comment, isExported: true });
        return;
      }
      for (const { local, exported } of statement.specifiers) {
        if (statement.source === null) module.exports.set(exported.name, { name: local.name });
        else addFrom(module.exports, { statement, path, local: exported, remote: local });
      }
      return;
    default:
      declare(module, statement, { source, comment, isExported: false });
  }
}

function addFrom(names, { statement, path, local, remote }) {
  const specifier = statement.source.value;
  if (remote?.name !== local.name) throw new Error(`${path}: ${local.name} is renamed`);
  // A declaration that mentions a type of another package is noticed when the name cannot be found.
  const from = specifier.startsWith(".") ? join(dirname(path), specifier) : undefined;
  names.set(local.name, { path: from?.replace(/\.[jt]s$/, ".d.ts"), name: local.name });
}

function declare(module, node, { source, comment, isExported }) {
  const ids =
    node.type === "VariableDeclaration" ? node.declarations.map(({ id }) => id) : [node.id];
  const mentions = new Set(mentionedIn(node));
  for (const { name } of ids) {
    mentions.delete(name);
    module.declarations.set(name, {
      path: module.path,
      name,
      comment,
      text: source.slice(node.start, node.end),
      isExported,
      mentions,
    });
    if (isExported) module.exports.set(name, { name });
  }
}

/** Every name in a declaration but those of its members: too many rather than too few. */
function* mentionedIn(node) {
  if (node === null || typeof node !== "object") return;
  if (node.type === "TSImportType") throw new Error("import types are not joined");
  if (node.type === "Identifier") yield node.name;
  for (const [field, value] of Object.entries(node)) {
    if (field === "key" && node.computed !== true) continue;
    for (const child of Array.isArray(value) ? value : [value]) yield* mentionedIn(child);
  }
}
