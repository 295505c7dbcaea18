import type { Module } from "./api/open.ts";
import type { SharedModule } from "./api/share.ts";

/** The emitted module, next to the doors. */
export declare const digest: Module["digest"];
export declare const load: Module["load"];
export declare const lookup: Module["lookup"];
export declare const lookupIn: Module["lookupIn"];
export declare const subscribe: Module["subscribe"];
export declare const describe: Module["describe"];
export declare const UnknownNameError: SharedModule["UnknownNameError"];
