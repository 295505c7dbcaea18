import { foldersAbove, type Project, packageIn } from "./project.ts";

/**
 * Where editors find the schemas, from the top: in the package that is installed for the instance, or where it will be
 * once it is installed.
 */
export function schemaFolder({ desk, folder, workspace }: Project): string {
  if (packageIn(desk, folder)?.name === "flagstone") return `${folder}schema/`;
  const inModules = (each: string): string => `${each}node_modules/flagstone/schema/`;
  const found = foldersAbove(folder).find((each) => desk.text(`${inModules(each)}document.schema.json`) !== undefined);
  // Workspaces share the packages of their root.
  return inModules(found ?? workspace ?? folder);
}
