// Command ask puts questions to flagd over gRPC: a line of JSON in, a line of JSON out.
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"log"
	"os"
	"strconv"

	flagd "github.com/open-feature/go-sdk-contrib/providers/flagd/pkg"
	"github.com/open-feature/go-sdk/openfeature"
)

type question struct {
	Name    string         `json:"name"`
	Type    string         `json:"type"`
	Context map[string]any `json:"context"`
}

func main() {
	port, err := strconv.ParseUint(os.Args[1], 10, 16)
	if err != nil {
		log.Fatal(err)
	}
	provider, err := flagd.NewProvider(
		flagd.WithHost("127.0.0.1"),
		flagd.WithPort(uint16(port)),
		flagd.WithoutCache(),
		// a busy machine is no wrong answer
		flagd.WithDeadline(60_000),
	)
	if err != nil {
		log.Fatal(err)
	}
	if err := openfeature.SetProviderAndWait(provider); err != nil {
		log.Fatal(err)
	}
	client := openfeature.NewClient("ask")
	in := bufio.NewScanner(os.Stdin)
	in.Buffer(nil, 1<<20)
	out := json.NewEncoder(os.Stdout)
	for in.Scan() {
		var asked question
		if err := json.Unmarshal(in.Bytes(), &asked); err != nil {
			log.Fatal(err)
		}
		if err := out.Encode(answer(client, asked)); err != nil {
			log.Fatal(err)
		}
	}
}

func answer(client *openfeature.Client, asked question) any {
	ctx := context.Background()
	about := openfeature.NewTargetlessEvaluationContext(asked.Context)
	var value any
	var err error
	switch asked.Type {
	case "boolean":
		value, err = client.BooleanValue(ctx, asked.Name, false, about)
	case "string":
		value, err = client.StringValue(ctx, asked.Name, "", about)
	case "number":
		value, err = client.FloatValue(ctx, asked.Name, 0, about)
	default:
		value, err = client.ObjectValue(ctx, asked.Name, nil, about)
	}
	if err != nil {
		return map[string]string{"error": err.Error()}
	}
	return map[string]any{"value": value}
}
