//! The cable between one station and the broker, which a test pulls and plugs in again.

use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

#[derive(Default)]
struct State {
    pulled: bool,
    streams: Vec<TcpStream>,
}

/// A cable: what connects to its end is carried to the broker, for as long as it is plugged in.
pub struct Cable {
    pub end: SocketAddr,
    state: Arc<Mutex<State>>,
}

impl Cable {
    /// Lays a cable to a broker and plugs it in.
    pub fn to(broker: SocketAddr) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let end = listener.local_addr().expect("an address");
        let state = Arc::<Mutex<State>>::default();
        let shared = state.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let mut state = shared.lock().unwrap();
                if state.pulled {
                    continue;
                }
                let Ok(upstream) = TcpStream::connect(broker) else {
                    continue;
                };
                for (from, to) in [(&stream, &upstream), (&upstream, &stream)] {
                    let (from, to) = (from.try_clone().unwrap(), to.try_clone().unwrap());
                    std::thread::spawn(move || carry(from, to));
                }
                state.streams.extend([stream, upstream]);
            }
        });
        Self { end, state }
    }

    /// Pulls it: what is under way is lost, and nothing comes through.
    pub fn pull(&self) {
        let mut state = self.state.lock().unwrap();
        state.pulled = true;
        for stream in state.streams.drain(..) {
            let _ = stream.shutdown(Shutdown::Both);
        }
    }

    /// Plugs it in again.
    pub fn plug(&self) {
        self.state.lock().unwrap().pulled = false;
    }
}

fn carry(mut from: TcpStream, mut to: TcpStream) {
    let mut buffer = [0; 4096];
    while let Ok(read @ 1..) = from.read(&mut buffer) {
        if to.write_all(&buffer[..read]).is_err() {
            break;
        }
    }
    let _ = from.shutdown(Shutdown::Both);
    let _ = to.shutdown(Shutdown::Both);
}
