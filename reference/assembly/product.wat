;; The inner loops of a product of float32 matrices: C (M, N) = A (M, K) @ B (K, N), tile by tile.
;;
;; A tile is a row of C by a band of 32 columns. The row's numbers of A that count are listed first, and the band's of B packed, so that what
;; one step of k needs lies side by side. A list has 8 bytes for each: the number, and how far into a band of B, (K, 32), its k lies. All
;; addresses and strides count bytes; every other number is at least 1.
(module
  (import "heap" "memory" (memory 1))

  ;; C (1, 32) = sum over the list, from `at` to `end`, of its number of A times B[k] (32).
  (func $tile (param $at i32) (param $end i32) (param $b i32) (param $c i32)
    (local $a v128) (local $bk i32)
    (local $c0 v128) (local $c1 v128) (local $c2 v128) (local $c3 v128)
    (local $c4 v128) (local $c5 v128) (local $c6 v128) (local $c7 v128)
    (if (i32.lt_u (local.get $at) (local.get $end))
      (then
        (loop $k
          (local.set $bk (i32.add (local.get $b) (i32.load offset=4 (local.get $at))))
          (local.set $a (v128.load32_splat (local.get $at)))
          (local.set $c0 (f32x4.add (local.get $c0) (f32x4.mul (local.get $a) (v128.load (local.get $bk)))))
          (local.set $c1 (f32x4.add (local.get $c1) (f32x4.mul (local.get $a) (v128.load offset=16 (local.get $bk)))))
          (local.set $c2 (f32x4.add (local.get $c2) (f32x4.mul (local.get $a) (v128.load offset=32 (local.get $bk)))))
          (local.set $c3 (f32x4.add (local.get $c3) (f32x4.mul (local.get $a) (v128.load offset=48 (local.get $bk)))))
          (local.set $c4 (f32x4.add (local.get $c4) (f32x4.mul (local.get $a) (v128.load offset=64 (local.get $bk)))))
          (local.set $c5 (f32x4.add (local.get $c5) (f32x4.mul (local.get $a) (v128.load offset=80 (local.get $bk)))))
          (local.set $c6 (f32x4.add (local.get $c6) (f32x4.mul (local.get $a) (v128.load offset=96 (local.get $bk)))))
          (local.set $c7 (f32x4.add (local.get $c7) (f32x4.mul (local.get $a) (v128.load offset=112 (local.get $bk)))))
          (br_if $k (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 8))) (local.get $end))))))
    (v128.store (local.get $c) (local.get $c0))
    (v128.store offset=16 (local.get $c) (local.get $c1))
    (v128.store offset=32 (local.get $c) (local.get $c2))
    (v128.store offset=48 (local.get $c) (local.get $c3))
    (v128.store offset=64 (local.get $c) (local.get $c4))
    (v128.store offset=80 (local.get $c) (local.get $c5))
    (v128.store offset=96 (local.get $c) (local.get $c6))
    (v128.store offset=112 (local.get $c) (local.get $c7)))

  ;; A column of tiles, one below the other, whose rows come to lie `stride` apart: of as many rows as are listed, in lists that have room
  ;; for K numbers each.
  (func (export "tiles")
    (param $list i32) (param $ends i32) (param $b i32) (param $c i32) (param $stride i32)
    (param $K i32) (param $rows i32)
    (loop $row
      (call $tile (local.get $list) (i32.load (local.get $ends)) (local.get $b) (local.get $c))
      (local.set $list (i32.add (local.get $list) (i32.shl (local.get $K) (i32.const 3))))
      (local.set $ends (i32.add (local.get $ends) (i32.const 4)))
      (local.set $c (i32.add (local.get $c) (local.get $stride)))
      (br_if $row (local.tee $rows (i32.sub (local.get $rows) (i32.const 1))))))

  ;; Lists rows of A, which lie one after the other: of each the numbers that are not 0, or with `all` = 15 each. `ends` gets where each list
  ;; ends. Branches would be guessed wrong too often: all numbers are written, and the next ones over those that do not count. Four at once:
  ;; `moves` lies at 16 patterns, one for each choice of four, by which what is chosen moves to the front.
  (func (export "listRows")
    (param $at i32) (param $list i32) (param $ends i32) (param $K i32) (param $rows i32) (param $all i32) (param $moves i32)
    (local $entry i32) (local $left i32) (local $number i32) (local $chosen i32)
    (local $four v128) (local $bks v128) (local $move v128) (local $zeros v128)
    (loop $row
      (local.set $entry (local.get $list))
      (local.set $bks (v128.const i32x4 0 128 256 384))
      (local.set $left (local.get $K))
      (loop $fours
        (if (i32.gt_u (local.get $left) (i32.const 3))
          (then
            (local.set $four (v128.load (local.get $at)))
            (local.set $chosen ;; all bits of a 0 but its sign are 0
              (i32.or
                (local.get $all)
                (i32x4.bitmask (i32x4.ne (i32x4.shl (local.get $four) (i32.const 1)) (local.get $zeros)))))
            (local.set $move (v128.load (i32.add (local.get $moves) (i32.shl (local.get $chosen) (i32.const 4)))))
            (local.set $four (i8x16.swizzle (local.get $four) (local.get $move)))
            (local.set $move (i8x16.swizzle (local.get $bks) (local.get $move)))
            (v128.store
              (local.get $entry)
              (i8x16.shuffle 0 1 2 3 16 17 18 19 4 5 6 7 20 21 22 23 (local.get $four) (local.get $move)))
            (v128.store offset=16
              (local.get $entry)
              (i8x16.shuffle 8 9 10 11 24 25 26 27 12 13 14 15 28 29 30 31 (local.get $four) (local.get $move)))
            (local.set $entry (i32.add (local.get $entry) (i32.shl (i32.popcnt (local.get $chosen)) (i32.const 3))))
            (local.set $at (i32.add (local.get $at) (i32.const 16)))
            (local.set $bks (i32x4.add (local.get $bks) (v128.const i32x4 512 512 512 512)))
            (local.set $left (i32.sub (local.get $left) (i32.const 4)))
            (br $fours))))
      (loop $rest
        (if (local.get $left)
          (then
            (local.set $number (i32.load (local.get $at)))
            (i32.store (local.get $entry) (local.get $number))
            (i32.store offset=4 (local.get $entry) (i32x4.extract_lane 0 (local.get $bks)))
            (local.set $chosen (i32.ne (i32.or (local.get $all) (i32.shl (local.get $number) (i32.const 1))) (i32.const 0)))
            (local.set $entry (i32.add (local.get $entry) (i32.shl (local.get $chosen) (i32.const 3))))
            (local.set $at (i32.add (local.get $at) (i32.const 4)))
            (local.set $bks (i32x4.add (local.get $bks) (v128.const i32x4 128 128 128 128)))
            (local.set $left (i32.sub (local.get $left) (i32.const 1)))
            (br $rest))))
      (i32.store (local.get $ends) (local.get $entry))
      (local.set $ends (i32.add (local.get $ends) (i32.const 4)))
      (local.set $list (i32.add (local.get $list) (i32.shl (local.get $K) (i32.const 3))))
      (br_if $row (local.tee $rows (i32.sub (local.get $rows) (i32.const 1))))))

  ;; Turns a matrix, lines of `from` to columns of `to`; its lines and columns are multiples of 4, each of which is turned at once.
  (func (export "turn")
    (param $from i32) (param $stride i32) (param $to i32) (param $toStride i32) (param $lines i32) (param $columns i32)
    (local $at i32) (local $place i32) (local $left i32)
    (local $a v128) (local $b v128) (local $c v128) (local $d v128)
    (local $ab v128) (local $cd v128) (local $AB v128) (local $CD v128)
    (loop $line
      (local.set $at (local.get $from))
      (local.set $place (local.get $to))
      (local.set $left (local.get $columns))
      (loop $column
        (local.set $a (v128.load (local.get $at)))
        (local.set $b (v128.load (i32.add (local.get $at) (local.get $stride))))
        (local.set $c (v128.load (i32.add (local.get $at) (i32.shl (local.get $stride) (i32.const 1)))))
        (local.set $d (v128.load (i32.add (local.get $at) (i32.mul (local.get $stride) (i32.const 3)))))
        (local.set $at (i32.add (local.get $at) (i32.const 16)))
        (local.set $ab (i8x16.shuffle 0 1 2 3 16 17 18 19 4 5 6 7 20 21 22 23 (local.get $a) (local.get $b)))
        (local.set $cd (i8x16.shuffle 0 1 2 3 16 17 18 19 4 5 6 7 20 21 22 23 (local.get $c) (local.get $d)))
        (local.set $AB (i8x16.shuffle 8 9 10 11 24 25 26 27 12 13 14 15 28 29 30 31 (local.get $a) (local.get $b)))
        (local.set $CD (i8x16.shuffle 8 9 10 11 24 25 26 27 12 13 14 15 28 29 30 31 (local.get $c) (local.get $d)))
        (v128.store (local.get $place)
          (i8x16.shuffle 0 1 2 3 4 5 6 7 16 17 18 19 20 21 22 23 (local.get $ab) (local.get $cd)))
        (local.set $place (i32.add (local.get $place) (local.get $toStride)))
        (v128.store (local.get $place)
          (i8x16.shuffle 8 9 10 11 12 13 14 15 24 25 26 27 28 29 30 31 (local.get $ab) (local.get $cd)))
        (local.set $place (i32.add (local.get $place) (local.get $toStride)))
        (v128.store (local.get $place)
          (i8x16.shuffle 0 1 2 3 4 5 6 7 16 17 18 19 20 21 22 23 (local.get $AB) (local.get $CD)))
        (local.set $place (i32.add (local.get $place) (local.get $toStride)))
        (v128.store (local.get $place)
          (i8x16.shuffle 8 9 10 11 12 13 14 15 24 25 26 27 28 29 30 31 (local.get $AB) (local.get $CD)))
        (local.set $place (i32.add (local.get $place) (local.get $toStride)))
        (br_if $column (local.tee $left (i32.sub (local.get $left) (i32.const 4)))))
      (local.set $from (i32.add (local.get $from) (i32.shl (local.get $stride) (i32.const 2))))
      (local.set $to (i32.add (local.get $to) (i32.const 16)))
      (br_if $line (local.tee $lines (i32.sub (local.get $lines) (i32.const 4))))))

  ;; Whether all of these numbers, `fours` times 4 of them, are finite: of others all bits of the exponent are set.
  (func (export "areFinite") (param $from i32) (param $fours i32) (result i32)
    (local $exponent v128) (local $found v128)
    (local.set $exponent (v128.const i32x4 0x7f800000 0x7f800000 0x7f800000 0x7f800000))
    (loop $four
      (local.set $found
        (v128.or
          (local.get $found)
          (i32x4.eq (v128.and (v128.load (local.get $from)) (local.get $exponent)) (local.get $exponent))))
      (local.set $from (i32.add (local.get $from) (i32.const 16)))
      (br_if $four (local.tee $fours (i32.sub (local.get $fours) (i32.const 1)))))
    (i32.eqz (v128.any_true (local.get $found))))

  ;; Packs a band of 32 columns, of which those of each k lie side by side, in lines `stride` apart.
  (func (export "packColumns") (param $from i32) (param $stride i32) (param $to i32) (param $K i32)
    (loop $k
      (v128.store (local.get $to) (v128.load (local.get $from)))
      (v128.store offset=16 (local.get $to) (v128.load offset=16 (local.get $from)))
      (v128.store offset=32 (local.get $to) (v128.load offset=32 (local.get $from)))
      (v128.store offset=48 (local.get $to) (v128.load offset=48 (local.get $from)))
      (v128.store offset=64 (local.get $to) (v128.load offset=64 (local.get $from)))
      (v128.store offset=80 (local.get $to) (v128.load offset=80 (local.get $from)))
      (v128.store offset=96 (local.get $to) (v128.load offset=96 (local.get $from)))
      (v128.store offset=112 (local.get $to) (v128.load offset=112 (local.get $from)))
      (local.set $from (i32.add (local.get $from) (local.get $stride)))
      (local.set $to (i32.add (local.get $to) (i32.const 128)))
      (br_if $k (local.tee $K (i32.sub (local.get $K) (i32.const 1))))))

  ;; Copies a block of numbers, line by line: `columns` of each, `next` apart in a line of `from`, side by side in one of `to`.
  (func (export "copyBlock")
    (param $from i32) (param $next i32) (param $fromStride i32) (param $to i32) (param $toStride i32) (param $lines i32)
    (param $columns i32)
    (local $at i32) (local $place i32) (local $left i32)
    (loop $line
      (local.set $at (local.get $from))
      (local.set $place (local.get $to))
      (local.set $left (local.get $columns))
      (loop $column
        (f32.store (local.get $place) (f32.load (local.get $at)))
        (local.set $at (i32.add (local.get $at) (local.get $next)))
        (local.set $place (i32.add (local.get $place) (i32.const 4)))
        (br_if $column (local.tee $left (i32.sub (local.get $left) (i32.const 1)))))
      (local.set $from (i32.add (local.get $from) (local.get $fromStride)))
      (local.set $to (i32.add (local.get $to) (local.get $toStride)))
      (br_if $line (local.tee $lines (i32.sub (local.get $lines) (i32.const 1)))))))
