import type { ClientModule } from "./client.ts";

/** The emitted client.js, next to the doors. */
export declare const flags: ClientModule["flags"];
export declare const readSnapshot: ClientModule["readSnapshot"];
