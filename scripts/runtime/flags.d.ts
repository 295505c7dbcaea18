/** The emitted module, next to which the emitted watcher is. */
export declare const digest: () => string;
export declare const load: (bundle: unknown) => readonly string[];
