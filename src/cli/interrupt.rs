//! Ctrl-C, and the end that a machine asks for: who reads sources saves first what was read, everything else ends at once.

use super::Ended;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU8, Ordering};

/// What Ctrl-C sends.
const INTERRUPT: u8 = 2;
/// What machines send before they end a program: Kubernetes, systemd, a cancelled job.
#[cfg(unix)]
const TERMINATE: u8 = 15;

/// Whether somebody interrupts the run.
#[derive(Debug, Clone, Default)]
pub(super) struct Interrupt {
    asked: Arc<AtomicBool>,
    signal: Arc<AtomicU8>,
    saves_first: Arc<AtomicBool>,
}

impl Interrupt {
    /// Listens from now on, for as long as the program lives.
    pub(super) fn listen() -> Self {
        let interrupt = Self::default();
        let heard = interrupt.clone();
        // Without a listener the signals do what they do to every program.
        if let Ok(runtime) = tokio::runtime::Builder::new_current_thread().enable_all().build() {
            std::thread::spawn(move || {
                let _ = runtime.block_on(heard.every());
            });
        }
        interrupt
    }

    /// What is set when somebody interrupts.
    pub(super) fn asked(&self) -> Arc<AtomicBool> {
        Arc::clone(&self.asked)
    }

    /// Whether from now on an interrupt is only noted, for whoever reads sources to save what was read.
    pub(super) fn saves_first(&self, it_does: bool) {
        self.saves_first.store(it_does, Ordering::Relaxed);
    }

    /// How a run ends that was interrupted.
    pub(super) fn ended(&self) -> Ended {
        Ended::Interrupted(self.signal.load(Ordering::Relaxed).max(INTERRUPT))
    }

    fn take(&self, signal: u8) {
        let is_first = !self.asked.swap(true, Ordering::Relaxed);
        if is_first && self.saves_first.load(Ordering::Relaxed) {
            self.signal.store(signal, Ordering::Relaxed);
            anstream::eprintln!("Interrupted: what was read is being saved. Once more ends it at once.");
            return;
        }
        std::process::exit(Ended::Interrupted(signal).code().into());
    }

    /// Takes every signal; ends only where this machine lets nobody listen.
    #[cfg(unix)]
    async fn every(&self) -> std::io::Result<()> {
        use tokio::signal::unix::{SignalKind, signal};
        let (mut interrupt, mut terminate) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
        loop {
            tokio::select! {
                Some(()) = interrupt.recv() => self.take(INTERRUPT),
                Some(()) = terminate.recv() => self.take(TERMINATE),
            }
        }
    }

    /// Takes every signal; ends only where this machine lets nobody listen.
    #[cfg(not(unix))]
    async fn every(&self) -> std::io::Result<()> {
        loop {
            tokio::signal::ctrl_c().await?;
            self.take(INTERRUPT);
        }
    }
}
