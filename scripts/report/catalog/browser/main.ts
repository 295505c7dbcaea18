import { addCopyButtons } from "./copy.ts";
import { followSoak } from "./follow-soak.ts";
import { searchFromAnywhere } from "./search-from-anywhere.ts";
import { searchNames } from "./search-names.tsx";

addCopyButtons();
followSoak();
searchFromAnywhere();
searchNames();
