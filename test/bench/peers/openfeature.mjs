import { OpenFeature } from "@openfeature/server-sdk";
import { asked } from "../instances.mjs";

/** OpenFeature's SDK over one of our modules. Its answers are promises. */
export async function openOpenFeature({ lookup }) {
  const resolve = async (name, _default, { targetingKey }) => ({
    value: lookup({ account: targetingKey }).isEnabled(name),
  });
  await OpenFeature.setProviderAndWait({ metadata: { name: "flagstone" }, resolveBooleanEvaluation: resolve });
  const client = OpenFeature.getClient();
  return { ask: (id) => client.getBooleanValue(asked, false, { targetingKey: id }), isPromised: true };
}
