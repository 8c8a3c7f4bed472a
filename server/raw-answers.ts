import type { Server as HttpServer } from 'node:http';

const STATUS: Record<string, string> = {
	HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
	HPE_CHUNK_EXTENSIONS_OVERFLOW: '413 Payload Too Large',
	ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout'
};

/** Answers of Node and engine.io outside the application get `nosniff` too. */
export function guardRawAnswers(httpServer: HttpServer): void {
	httpServer.prependListener('request', (_req, res) => {
		res.setHeader('X-Content-Type-Options', 'nosniff');
	});
	httpServer.on('checkExpectation', (_req, res) => {
		res.writeHead(417, { 'X-Content-Type-Options': 'nosniff', 'Content-Length': 0 });
		res.end();
	});
	httpServer.on('clientError', (error: NodeJS.ErrnoException, socket) => {
		if (!socket.writable || error.code === 'ECONNRESET') return void socket.destroy();
		const status = STATUS[error.code ?? ''] ?? '400 Bad Request';
		socket.end(
			`HTTP/1.1 ${status}\r\nConnection: close\r\nX-Content-Type-Options: nosniff\r\nContent-Length: 0\r\n\r\n`,
			() => socket.destroy()
		);
	});
}
