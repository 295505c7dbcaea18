import fc from "fast-check";

/** Property tests draw the same cases on every machine; FLAGSTONE_TEST_SEED=random, or a number, draws others. */
const given = process.env.FLAGSTONE_TEST_SEED ?? "20261121";
if (given !== "random") fc.configureGlobal({ seed: Number(given) });
