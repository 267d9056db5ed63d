#!/bin/sh
# A Slurm of one node on this machine, all of it in one folder; needs root, and Debian's slurm-wlm and munge.
#   slurm.sh start FOLDER    prints nothing; afterwards SLURM_CONF=FOLDER/slurm.conf makes sbatch and its like use it
#   slurm.sh stop FOLDER
set -eu
folder=$2
conf=$folder/slurm.conf
case $1 in
start)
  mkdir -p "$folder/state" "$folder/spool" "$folder/munge"
  chmod 755 "$folder"
  chown -R munge "$folder/munge"
  [ -s /etc/munge/munge.key ] || { dd if=/dev/urandom of=/etc/munge/munge.key bs=128 count=1 2>/dev/null; chown munge /etc/munge/munge.key; chmod 400 /etc/munge/munge.key; }
  chmod 700 "$folder/munge"
  runuser -u munge -- munged --force --socket="$folder/munge/socket" --pid-file="$folder/munge/pid" --log-file="$folder/munge/log" --seed-file="$folder/munge/seed"
  chmod 711 "$folder/munge"
  host=$(hostname -s)
  cat > "$conf" <<CONF
ClusterName=ergodic
SlurmctldHost=$host(127.0.0.1)
SlurmctldPort=36817
SlurmdPort=36818
SlurmUser=root
AuthType=auth/munge
AuthInfo=socket=$folder/munge/socket
StateSaveLocation=$folder/state
SlurmdSpoolDir=$folder/spool
SlurmctldPidFile=$folder/slurmctld.pid
SlurmdPidFile=$folder/slurmd.pid
SlurmctldLogFile=$folder/slurmctld.log
SlurmdLogFile=$folder/slurmd.log
ProctrackType=proctrack/pgid
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
ReturnToService=2
MpiDefault=none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
MinJobAge=3600
# A job that is put back into the queue may run again at once.
SchedulerParameters=batch_sched_delay=0,sched_interval=1
NodeName=$host NodeAddr=127.0.0.1 CPUs=$(nproc) State=UNKNOWN
PartitionName=main Nodes=$host Default=YES MaxTime=INFINITE State=UP
CONF
  slurmctld -f "$conf" -c
  slurmd -f "$conf" -N "$host"
  ;;
stop)
  for name in slurmd slurmctld munge; do
    file=$folder/$name.pid
    [ $name = munge ] && file=$folder/munge/pid
    if [ -f "$file" ]; then kill "$(cat "$file")" 2>/dev/null || true; fi
  done
  ;;
*)
  echo "slurm.sh: found '$1', expected start or stop" >&2
  exit 2
  ;;
esac
