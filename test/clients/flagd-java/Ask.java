import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.openfeature.contrib.providers.flagd.Config;
import dev.openfeature.contrib.providers.flagd.FlagdOptions;
import dev.openfeature.contrib.providers.flagd.FlagdProvider;
import dev.openfeature.sdk.Client;
import dev.openfeature.sdk.EvaluationContext;
import dev.openfeature.sdk.FlagEvaluationDetails;
import dev.openfeature.sdk.ImmutableContext;
import dev.openfeature.sdk.OpenFeatureAPI;
import dev.openfeature.sdk.Structure;
import dev.openfeature.sdk.Value;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;

/** Puts questions to flagd, or to its evaluator in Java: a line of JSON in, a line of JSON out. */
public class Ask {
    private static final ObjectMapper json = new ObjectMapper();

    public static void main(String[] words) throws Exception {
        OpenFeatureAPI.getInstance().setProviderAndWait(new FlagdProvider(options(words[0], words[1])));
        Client client = OpenFeatureAPI.getInstance().getClient();
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            System.out.println(json.writeValueAsString(answer(client, json.readTree(line))));
        }
        OpenFeatureAPI.getInstance().shutdown();
    }

    private static FlagdOptions options(String way, String where) {
        // a busy machine is no wrong answer
        FlagdOptions.FlagdOptionsBuilder options = FlagdOptions.builder().deadline(60_000);
        Config.Resolver resolver = Config.Resolver.valueOf(way);
        return resolver == Config.Resolver.FILE
            ? options.resolverType(resolver).offlineFlagSourcePath(where).build()
            : options.resolverType(resolver).host("127.0.0.1").port(Integer.parseInt(where)).build();
    }

    private static Map<String, Object> answer(Client client, JsonNode asked) throws IOException {
        String name = asked.get("name").asText();
        @SuppressWarnings("unchecked")
        Map<String, Object> told = json.convertValue(asked.get("context"), Map.class);
        EvaluationContext about = new ImmutableContext(Structure.mapToStructure(told).asMap());
        FlagEvaluationDetails<?> details = switch (asked.get("type").asText()) {
            case "boolean" -> client.getBooleanDetails(name, false, about);
            case "string" -> client.getStringDetails(name, "", about);
            case "number" -> client.getDoubleDetails(name, 0.0, about);
            default -> client.getObjectDetails(name, new Value(), about);
        };
        if (details.getErrorCode() != null) return Map.of("error", details.getErrorCode() + ": " + details.getErrorMessage());
        Object value = details.getValue();
        if (!(value instanceof Value object)) return Collections.singletonMap("value", value);
        return Collections.singletonMap("value", object.isStructure() ? object.asStructure().asObjectMap() : object.asObject());
    }
}
