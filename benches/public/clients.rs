//! Readers with a timetable: each on a connection and a loopback address of its own.

use std::fmt;
use std::net::{Ipv4Addr, SocketAddr};
use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpSocket, TcpStream};

/// Readers at once.
const READERS: u32 = 100;

/// What a run came to.
pub struct Took {
    times: Vec<Duration>,
    bytes: usize,
    rate: u32,
}

impl fmt::Display for Took {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let at = |share: usize| self.times[(self.times.len() - 1) * share / 1000].as_micros();
        write!(
            f,
            "{} pages at {}/s, p50 {} µs, p99 {} µs, p99.9 {} µs, max {} µs, largest answer {} bytes packed",
            self.times.len(),
            self.rate,
            at(500),
            at(990),
            at(999),
            at(1000),
            self.bytes
        )
    }
}

/// Asks for the pages in turn, `rate` a second, and times each from the moment it was due.
pub async fn drive(server: SocketAddr, pages: &[String], rate: u32, lasting: Duration) -> Took {
    let begins = Instant::now() + Duration::from_millis(200);
    let total = rate * u32::try_from(lasting.as_secs()).expect("seconds");
    let mut readers = Vec::new();
    for reader in 0..READERS {
        let pages = pages.to_vec();
        readers.push(tokio::spawn(async move {
            let mut line = connected(server, reader).await;
            let (mut times, mut largest) = (Vec::new(), 0);
            for number in (reader..total).step_by(READERS as usize) {
                let due = begins + Duration::from_secs(1) * number / rate;
                tokio::time::sleep_until(due.into()).await;
                let page = &pages[(number / READERS) as usize % pages.len()];
                let bytes = fetched(&mut line, page).await;
                largest = largest.max(bytes);
                times.push(due.elapsed());
            }
            (times, largest)
        }));
    }
    let (mut times, mut bytes) = (Vec::new(), 0);
    for reader in readers {
        let (own, largest) = reader.await.expect("a reader");
        times.extend(own);
        bytes = bytes.max(largest);
    }
    times.sort_unstable();
    Took { times, bytes, rate }
}

async fn connected(server: SocketAddr, reader: u32) -> TcpStream {
    let socket = TcpSocket::new_v4().expect("a socket");
    let [_, _, high, low] = (reader + 2).to_be_bytes();
    socket.bind((Ipv4Addr::new(127, 1, high, low), 0).into()).expect("an address of its own");
    let line = socket.connect(server).await.expect("the program answers");
    line.set_nodelay(true).expect("no waiting");
    line
}

/// Asks for one page and reads it whole; the size of its body.
async fn fetched(line: &mut TcpStream, page: &str) -> usize {
    let request = format!("GET {page} HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: gzip\r\n\r\n");
    line.write_all(request.as_bytes()).await.expect("asked");
    let mut answer = Vec::with_capacity(16 << 10);
    let head = loop {
        let read = line.read_buf(&mut answer).await.expect("an answer");
        assert!(read > 0, "the line was closed");
        if let Some(end) = answer.windows(4).position(|w| w == b"\r\n\r\n") {
            break end + 4;
        }
    };
    let text = String::from_utf8_lossy(&answer[..head]).to_lowercase();
    assert!(text.starts_with("http/1.1 200"), "{text}");
    let length = text.lines().find_map(|l| l.strip_prefix("content-length: ")).expect("a length");
    let length: usize = length.trim().parse().expect("a number");
    while answer.len() < head + length {
        let read = line.read_buf(&mut answer).await.expect("the page");
        assert!(read > 0, "the line was closed");
    }
    length
}
