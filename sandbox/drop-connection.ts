/** Ends a client's connection as a crash or a cut line does: at once, without a reply. */
import type { SMTPServer, SMTPServerSession } from "smtp-server";

export function dropConnection(server: SMTPServer, session: SMTPServerSession): void {
  // Its types leave out a connection's session and socket.
  const connections = server.connections as unknown as Iterable<{ session?: SMTPServerSession; _socket: { destroy(): void } }>;
  for (const connection of connections) if (connection.session === session) connection._socket.destroy();
}
