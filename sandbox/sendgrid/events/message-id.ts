/** `sg_message_id`: of one message for one recipient. What SMTP answered, the server that took it and when, and the recipient's place. */

const server = "recvd-5f54b5d587-sandb-1";

/** @param takenAt milliseconds since 1970 */
export const sgMessageId = (messageId: string, takenAt: number, place: number): string =>
  `${messageId}.${server}-${Math.floor(takenAt / 1000)
    .toString(16)
    .toUpperCase()}-1.${place}`;
