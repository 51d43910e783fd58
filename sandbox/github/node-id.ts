/** GitHub's global ids, which its GraphQL API takes: a prefix for the kind, then what identifies the thing. Their inside means nothing here. */
export const nodeId = (kind: string, id: number | string): string => `${kind}_kwDO${Buffer.from(String(id)).toString("base64url")}`;
