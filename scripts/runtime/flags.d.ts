/** The emitted module, beside which the emitted watcher stands. */
export declare const digest: () => string;
export declare const load: (bundle: unknown) => readonly string[];
