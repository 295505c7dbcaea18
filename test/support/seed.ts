import fc from "fast-check";

/** Property tests draw the same cases on every machine, unless FLAGSTONE_TEST_SEED is a number or `random`. */
const given = process.env.FLAGSTONE_TEST_SEED ?? "20261121";
if (given !== "random") fc.configureGlobal({ seed: Number(given) });
