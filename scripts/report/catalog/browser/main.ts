import { addCopyButtons } from "./copy.ts";
import { followSoak } from "./follow-soak.ts";
import { lookUpCustomers } from "./look-up.tsx";
import { searchFromAnywhere } from "./search-from-anywhere.ts";
import { searchNames } from "./search-names.tsx";

addCopyButtons();
followSoak();
searchFromAnywhere();
searchNames();
lookUpCustomers();
