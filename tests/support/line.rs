//! The line between a phone and the centre: it can be weak, it can be cut with whatever is on its way.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

/// What goes up at once over a weak line, ten times in a second.
const WEAK: usize = 2_000;

/// A line to one address.
pub struct Line {
    address: SocketAddr,
    state: Arc<State>,
    whole: watch::Sender<bool>,
}

#[derive(Default)]
struct State {
    weak: AtomicBool,
    carried: AtomicUsize,
}

impl Line {
    /// A good line to a house that listens there.
    pub async fn to(house: SocketAddr) -> Line {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("an address");
        let (whole, seen) = watch::channel(true);
        let state = Arc::new(State::default());
        tokio::spawn(carries(listener, house, Arc::clone(&state), seen));
        Line { address, state, whole }
    }

    /// Where it begins.
    pub fn begins_at(&self) -> String {
        format!("http://{}", self.address)
    }

    /// What goes up takes its time from now on.
    pub fn weakens(&self) {
        self.state.weak.store(true, Ordering::Relaxed);
    }

    /// Cut: what is on its way is lost, and nothing new goes through.
    pub fn breaks(&self) {
        self.whole.send_replace(false);
    }

    /// How many bytes have gone up to the house.
    pub fn has_carried(&self) -> usize {
        self.state.carried.load(Ordering::Relaxed)
    }

    /// As good as ever.
    pub fn is_mended(&self) {
        self.state.weak.store(false, Ordering::Relaxed);
        self.whole.send_replace(true);
    }
}

async fn carries(listener: TcpListener, house: SocketAddr, state: Arc<State>, seen: watch::Receiver<bool>) {
    while let Ok((phone, _)) = listener.accept().await {
        if !*seen.borrow() {
            continue;
        }
        let (state, mut cut) = (Arc::clone(&state), seen.clone());
        tokio::spawn(async move {
            let Ok(centre) = TcpStream::connect(house).await else { return };
            let ((from_phone, to_phone), (from_centre, to_centre)) = (phone.into_split(), centre.into_split());
            let both =
                async { tokio::join!(pours(from_phone, to_centre, Some(&state)), pours(from_centre, to_phone, None)) };
            // Whoever comes first: both ends are done, or the line is cut under them.
            tokio::select! {
                _ = both => {}
                _ = cut.wait_for(|whole| !whole) => {}
            }
        });
    }
}

async fn pours(mut from: impl AsyncRead + Unpin, mut to: impl AsyncWrite + Unpin, up: Option<&State>) {
    let mut bytes = vec![0; WEAK];
    while let Ok(read @ 1..) = from.read(&mut bytes).await {
        if to.write_all(&bytes[..read]).await.is_err() {
            break;
        }
        let Some(state) = up else { continue };
        state.carried.fetch_add(read, Ordering::Relaxed);
        if state.weak.load(Ordering::Relaxed) {
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }
    // The other end may be gone already.
    let _ = to.shutdown().await;
}
