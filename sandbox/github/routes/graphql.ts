/**
 * GraphQL, of which there is one mutation that REST has not: hiding a comment. https://docs.github.com/en/graphql/reference/mutations#minimizecomment
 * Its input comes as variables; everything else is answered 501.
 */
import { z } from "zod";
import { requirePermission } from "../access";
import { nodeId } from "../node-id";
import type { AddRoute } from "./add-route";
import { readBody } from "./add-route";

const reasons = ["SPAM", "ABUSE", "OFF_TOPIC", "OUTDATED", "DUPLICATE", "RESOLVED"] as const;
const input = z.object({ subjectId: z.string(), classifier: z.enum(reasons) });
const request = z.object({ query: z.string(), variables: z.record(z.string(), z.unknown()).default({}) });

export function graphqlRoutes(add: AddRoute): void {
  add("POST", "/graphql", async (call) => {
    const { query, variables } = await readBody(call, request);
    const fields = /^\s*mutation\b[^{]*\{\s*minimizeComment\s*\([^)]*\)\s*\{\s*minimizedComment\s*\{([^}]*)\}\s*\}\s*\}\s*$/.exec(
      query,
    )?.[1];
    const parsed = [variables.input, variables].map((each) => input.safeParse(each)).find(({ success }) => success);
    if (fields === undefined || !parsed?.data) return call.context.json({ message: "the sandbox knows minimizeComment only" }, 501);
    requirePermission(call.token, "issues=write; pull_requests=write");
    const { subjectId, classifier } = parsed.data;
    const comment = [...call.state.repositories.values()]
      .flatMap(({ comments }) => [...comments.values()])
      .find(({ id }) => nodeId("IC", id) === subjectId);
    if (!comment) {
      const message = `Could not resolve to a node with the global id of '${subjectId}'`;
      return call.context.json({ data: { minimizeComment: null }, errors: [{ type: "NOT_FOUND", path: ["minimizeComment"], message }] });
    }
    comment.minimised = classifier;
    const known: Record<string, unknown> = { isMinimized: true, minimizedReason: classifier.toLowerCase(), id: subjectId };
    const minimizedComment = Object.fromEntries(
      fields
        .trim()
        .split(/[\s,]+/)
        .map((field) => [field, known[field] ?? null]),
    );
    return call.context.json({ data: { minimizeComment: { minimizedComment } } });
  });
}
